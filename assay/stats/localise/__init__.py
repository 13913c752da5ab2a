"""Where a change is concentrated: the few combinations of attribute values that explain it, or that none does.

A scan over all conjunctions of up to `depth` values. A segment's evidence is a Bayes factor: how much better its numbers are
foretold if it has an effect of its own than if it moved as segments normally move. What is normal comes from the history: main
effects, what a segment was known to be beyond them, and how far levels moved from period to period. How large the evidence grows
by searching alone is simulated with the expectation estimated anew each time, so that a reported cause has paid for the search.

After Kulldorff (1997, Commun. Stat. 26:1481), the likelihood-ratio scan with a Monte Carlo null.
"""
