"""The names of a run's files, and of what is in them."""

RUN_FILES = ("history.parquet", "weights.safetensors", "run.json")
SUMMARY = ("run", "settings", "outcome", "inputs", "parameters", "epochs_completed", "final")
TEST_COLUMNS = ("test_loss", "test_accuracy")  # of a history, beside those of mlp.EpochRecord
ACCURACIES = ["validation_accuracy", "test_accuracy"]
