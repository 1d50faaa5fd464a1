"""The command line, as ``wenmai`` and ``python -m wenmai`` start it: first of all it leaves the current folder."""

from wenmai.system.processes import leave_folder

leave_folder()

from wenmai.cli import main  # noqa: E402

if __name__ == "__main__":
    main()
