"""The frame of the application: every page, also one that a link leads to, is reached through here."""

import time

import streamlit as st

from assay.scope import Scope
from ui import filters, frame, words
from ui.causes import words as causes_words
from ui.summary import words as summary_words
from ui.vendor import words as vendor_words

began = time.perf_counter()
st.set_page_config(page_title="Assay", page_icon=str(frame.ICON), layout="wide", initial_sidebar_state=220)
now = frame.open_frame(Scope.all())
language = now.language if now else frame.language_before_data()
data = st.Page("pages/data.py", title=words.DATA(language), icon=":material/database:")
pages = {
    words.LOOK(language): [
        st.Page("pages/summary.py", title=summary_words.SUMMARY(language), icon=":material/summarize:"),
        st.Page("pages/overview.py", title=words.OVERVIEW(language), icon=":material/dashboard:", default=True),
        st.Page("pages/orders.py", title=words.ORDERS(language), icon=":material/assignment:"),
        st.Page("pages/agreements.py", title=words.AGREEMENTS(language), icon=":material/handshake:"),
        data,
    ],
    words.ANALYSE(language): [
        st.Page("pages/trends.py", title=words.TRENDS(language), icon=":material/monitoring:"),
        st.Page("pages/compare.py", title=words.COMPARE(language), icon=":material/compare_arrows:"),
        st.Page("pages/causes.py", title=causes_words.CAUSES(language), icon=":material/account_tree:"),
        st.Page("pages/vendor.py", title=vendor_words.VENDOR(language), icon=":material/badge:"),
    ],
}
page = st.navigation(pages, position="hidden")
if now:
    frame.lead(now, page, data)
    frame.side(now, pages)
    filters.bar(now)
    page.run()
    frame.stamp(now)
frame.debug(began, now)
