"""What is measured, and how: each module runs alone, `proof` runs all and writes docs/proof.md."""
