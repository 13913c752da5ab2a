"""Statistics: arrays or small frames in, frozen results with a verdict out. They read no table, print nothing, know no language."""
