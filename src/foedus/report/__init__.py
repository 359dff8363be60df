"""What people see: the telling in the terminal, the charts, the report."""
