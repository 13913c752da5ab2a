"""Who writes a document: as PDF, workbook, slides and HTML. They know nothing of vendors or KPIs."""
