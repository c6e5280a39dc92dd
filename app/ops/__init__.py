"""Operations of the wire: one envelope, one transaction, the same answer when it comes twice."""
