"""``python -m analysis``: the commands are in `analysis.study.command_line`."""

from analysis.study.command_line import main

if __name__ == "__main__":
    raise SystemExit(main())
