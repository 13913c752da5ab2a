"""The register: what people write down, in a database of its own. Rows are added and read; nothing changes one or takes it away."""
