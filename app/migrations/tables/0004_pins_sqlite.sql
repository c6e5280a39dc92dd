ALTER TABLE "operator" ADD COLUMN "pin_digits" INTEGER;
