"""The instrument of the study: from a corpus folder to contrasts, frames and figures.

Each module turns one table into another; README.md beside this file lists them from bottom to top.
Importing the package imports no module of it: what a notebook does not use, it does not wait for.
"""

__version__ = "0.1.0"
