package io.taghub.sandbox;

/** One vendor: answers as it would, counts what it would count, and says what it disliked. */
interface Platform {
    Answer answer(Call call);
}
