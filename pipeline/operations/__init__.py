"""Looking after the batch: schedule, watch, report, notify, check, export."""
