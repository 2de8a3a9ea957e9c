"""What every storey above stands on."""
