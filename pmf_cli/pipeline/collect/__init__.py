"""Return forms made and given out; returns read, judged and accepted into the register."""
