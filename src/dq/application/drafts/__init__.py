"""Use cases of whoever writes rules: what is wrong with a text, what can follow, what it would find.

A draft is the text of one rule file as it is being edited, beside the other files of its folder. Everything here asks
the checker of `dq check`, so an editor says what the command says.
"""
