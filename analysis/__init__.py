"""The instrument of the study: from a corpus folder to contrasts, frames and figures.

It has a front of modules that each turn one table into another, and rooms behind it: README.md
beside this file is the plan. Importing the package imports none of its modules, so that a notebook
waits for nothing that it does not use.
"""

__version__ = "0.3.0"
