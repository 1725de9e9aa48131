"""The instrument of the study: from a corpus folder to contrasts, frames and figures.

A front of modules that each turn one table into another, and rooms behind it; README.md beside this
file is the plan of the house.
Importing the package imports no module of it: what a notebook does not use, it does not wait for.
"""

__version__ = "0.3.0"
