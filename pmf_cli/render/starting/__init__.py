"""What a new register is made of: its workbooks with guidance and drop-downs, and its settings."""
