"""What every case with letters needs: numbers, letters with countersigning, papers kept for ever, dispatch with proof."""
