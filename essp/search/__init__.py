"""Finding: pages, people and spaces by their words, for each person only what that person may know of."""
