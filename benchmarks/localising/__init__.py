"""Localisation measured: anomalies with known causes, and what several methods say of them."""
