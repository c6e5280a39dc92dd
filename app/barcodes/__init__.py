"""What is this barcode? One answer for every screen."""
