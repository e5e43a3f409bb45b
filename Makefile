# Where the real labelled pages lie; the embedded model is trained on them and on training-data.
CORPUS ?= ../shared/corpus
MODEL_NAME = zh-en-5
TRAIN = cargo run --quiet --release --no-default-features --features train,cli -- train \
	$(CORPUS)/train training-data $(CORPUS)/spam/lines.jsonl --spam-words $(CORPUS)/spam/lexicon.jsonl --name $(MODEL_NAME)

# Rebuilds the embedded model, byte for byte, and the figures in its card.
.PHONY: model
model:
	$(TRAIN) --out models/parasift.safetensors > models/training.txt

# Kinds of page, families of spam, and real spam lines left out of training, for the model's card.
.PHONY: left-out
left-out:
	mkdir -p target/left-out
	$(TRAIN) --hold-out kind --out target/left-out/kind.safetensors > models/kinds-left-out.txt
	$(TRAIN) --hold-out family --folds 16 --out target/left-out/family.safetensors > models/families-left-out.txt
	$(subst $(CORPUS)/spam/lines.jsonl,,$(TRAIN)) --out target/left-out/lines.safetensors > /dev/null
	cargo run --quiet --release -- eval $(CORPUS)/dev $(CORPUS)/spam/lines.jsonl \
		--model target/left-out/lines.safetensors > models/lines-left-out.txt

# Fails if the embedded model is not what the data gives.
.PHONY: check-model
check-model:
	mkdir -p target/check-model
	$(TRAIN) --threads 1 --out target/check-model/parasift.safetensors > target/check-model/training.txt
	cmp target/check-model/parasift.safetensors models/parasift.safetensors

# The figures of the README and of models/README.md: on pages that the model has not seen.
.PHONY: figures
figures:
	cargo run --quiet --release -- eval $(CORPUS)/dev

# What the library says of the pages in tests/reference.jsonl, for its tests and those of the Python package.
.PHONY: reference
reference:
	PARASIFT_WRITE_REFERENCE=1 cargo test --quiet --test reference
