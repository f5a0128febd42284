'use strict';

// From an answer to the items of a step: unwrapped, filtered, told apart, newest first.

const at = (item, path) =>
  path.split('.').reduce((value, key) => (value === null || value === undefined ? undefined : value[key]), item);

/** `post.id` as a value of its own, `postId`: what tells items apart has to stand at the top. */
const nameOf = (path) => path.replace(/\.(.)/g, (_, letter) => letter.toUpperCase());

const unwrap = (z, data, list) => {
  const items = list ? data && data[list] : data;
  if (list && !Array.isArray(items)) {
    throw new z.errors.Error(`The answer has no list \`${list}\`. The API may have changed.`, 'BadAnswer', 502);
  }
  return [items].flat().filter((item) => item && typeof item === 'object');
};

const isKept = (item, keep) => Object.entries(keep).every(([path, words]) => words.includes(at(item, path)));

/** Highest first; what has no such value comes last. Items that are equal keep the API's order. */
const sortNewestFirst = (items, path) => {
  const rank = (value) => {
    if (value === undefined || value === null) return [0, ''];
    const moment = typeof value === 'string' ? Date.parse(value) : Number(value);
    return Number.isNaN(moment) ? [1, String(value)] : [2, moment];
  };
  const compare = (one, other) => {
    const [[oneKind, oneValue], [otherKind, otherValue]] = [rank(at(one, path)), rank(at(other, path))];
    if (oneKind !== otherKind) return otherKind - oneKind;
    return oneValue < otherValue ? 1 : Number(oneValue > otherValue) * -1;
  };
  return [...items].sort(compare);
};

/** The values that make an item up for Zapier besides its own: those that tell it apart, and the text of a dropdown. */
const complete = (item, { ids, show }) => {
  const added = {};
  for (const path of ids.filter((path) => path.includes('.'))) added[nameOf(path)] = at(item, path) ?? null;
  const parts = ids.map((path) => at(item, path));
  if (at(item, 'id') === undefined || at(item, 'id') === null) added.id = parts.join(':');
  if (show) added.shown = show.map((path) => at(item, path)).filter(Boolean).join(' · ');
  return { ...item, ...added };
};

/** The items of an answer, as the step wants them. */
const arrange = (z, data, { list, ids, keep = {}, newest, show }) => {
  const seen = new Set();
  const isNew = (item) => {
    const parts = ids.map((path) => at(item, path) ?? null);
    const name = JSON.stringify(parts);
    // Two that can't be told apart would be refused by Zapier, both.
    if (seen.has(name) || parts.every((part) => part === null)) return false;
    seen.add(name);
    return true;
  };
  const items = unwrap(z, data, list).filter((item) => isKept(item, keep) && isNew(item));
  const sorted = newest ? sortNewestFirst(items, newest) : items;
  return sorted.map((item) => complete(item, { ids, show }));
};

module.exports = { arrange, nameOf };
