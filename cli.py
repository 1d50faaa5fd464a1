"""The command line of wenmai, as the script that is installed runs it."""

from wenmai.cli import main

if __name__ == "__main__":
    main()
