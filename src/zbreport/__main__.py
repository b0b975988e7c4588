"""`python -m zbreport`."""

from zbreport.cli import main

if __name__ == "__main__":
    main()
