"""``python -m wenmai`` is the command line."""

from wenmai.cli import main

if __name__ == "__main__":
    main()
