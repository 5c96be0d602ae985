//! The official Python client as referee of the simulator; see `tests/it` and `referee.py`.
