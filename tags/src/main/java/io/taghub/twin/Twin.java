package io.taghub.twin;

/** One vendor: answers as it would, counts what it would count, and says what it disliked. */
public interface Twin {
    Answer answer(Call call);
}
