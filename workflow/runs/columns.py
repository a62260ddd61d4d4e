"""What the files of a run are called, and what stands in them."""

RUN_FILES = ("history.parquet", "weights.safetensors", "run.json")
SUMMARY = ("run", "settings", "outcome", "inputs", "parameters", "epochs_completed", "final")
TEST_COLUMNS = ("test_loss", "test_accuracy")  # of a history, beside those of mlp.EpochRecord
ACCURACIES = ["validation_accuracy", "test_accuracy"]
