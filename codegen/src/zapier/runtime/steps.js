'use strict';

// What each kind of step does when a Zap runs it.

const api = require('./api');
const { arrange } = require('./items');
const { call } = require('./request');
const { collect } = require('./values');

const page = (bundle) => Math.max(0, Number((bundle.meta && bundle.meta.page) || 0));

/** One page, as large as a poll may be; dropdowns ask for the pages behind it. */
const paged = (operation, bundle) =>
  operation.page
    ? { [operation.page.limit]: api.pageSize, [operation.page.offset]: page(bundle) * api.pageSize }
    : {};

/** One poll: one request, newest items first. */
const poll = (operation, step) => async (z, bundle) => {
  const values = { ...collect(z, bundle, operation, step.fixed), ...paged(operation, bundle) };
  return arrange(z, await call(z, bundle, operation, values), step);
};

/** A search that finds nothing is no fault. */
const find = (operation, step) => async (z, bundle) => {
  const values = { ...collect(z, bundle, operation, step.fixed), ...paged(operation, bundle) };
  const data = await call(z, bundle, operation, values, { absent: null });
  return data === null ? [] : arrange(z, data, step);
};

/** One change: sent once. */
const perform = (operation, step) => async (z, bundle) => {
  const data = await call(z, bundle, operation, collect(z, bundle, operation, step.fixed));
  return data && typeof data === 'object' && !Array.isArray(data) ? data : {};
};

module.exports = { find, perform, poll };
