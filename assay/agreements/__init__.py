"""What vendors signed, settled: cells, levels and waivers come in as arguments; nothing here reads the warehouse."""
