"""When: times as graphs write them, and as EDTF."""
