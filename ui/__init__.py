"""What the pages share on screen. Besides the pages, the only importer of Streamlit."""
