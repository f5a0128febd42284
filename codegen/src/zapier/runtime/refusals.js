'use strict';

// Refusals, in sentences that say what to do.

const api = require('./api');

const SECONDS_WITHOUT_WORD = 60;
/** Seconds since 1970 are more than this, seconds from now are less. */
const EPOCH = 1e9;

const header = (response, name) => {
  const value = response.getHeader ? response.getHeader(name) : undefined;
  return value === undefined || value === null ? undefined : String(value).trim();
};

/** How long to wait: what `Retry-After` says, as seconds or as a date, else the header that says when the window opens. */
const secondsToWait = (response, now = Date.now()) => {
  for (const name of ['Retry-After', ...api.resetHeaders]) {
    const value = header(response, name);
    if (!value) continue;
    const written = Number(value);
    const moment = Number.isFinite(written) ? written * 1000 : Date.parse(value);
    if (!Number.isFinite(moment)) continue;
    const isMoment = !Number.isFinite(written) || written > EPOCH;
    const seconds = Math.ceil((isMoment ? moment - now : moment) / 1000);
    return Math.max(seconds, 1);
  }
  return SECONDS_WITHOUT_WORD;
};

/** What the API itself has to say, if it is a sentence for people. */
const said = (response) => {
  const body = response.data && typeof response.data === 'object' ? response.data : {};
  const sentences = typeof body.message === 'string' && body.message ? [body.message] : [];
  const fields = body.errors && typeof body.errors === 'object' ? Object.entries(body.errors) : [];
  sentences.push(...fields.map(([name, problems]) => `${name}: ${[problems].flat().join(' ')}`));
  return sentences.length > 0 ? ` The answer was: ${sentences.join(' ')}` : '';
};

const where = () => (api.keyPage ? `in the ${api.keyPage}` : `at ${api.name}`);

const listed = (words) => words.map((word) => `\`${word}\``).join(' and ');

const forbidden = (operation) =>
  operation.scopes.length > 0
    ? `The API key may not do this. It takes a key with the scope ${listed(operation.scopes)}: make one ${where()}, ` +
      'then reconnect the account in Zapier with the new key.'
    : 'The API key or the account may not do this. Which scope it takes is not documented: try a key with all ' +
      `scopes, made ${where()}, then reconnect the account in Zapier.`;

/** Whether sending a request once more could do its work twice. */
const mayDoubleWork = (operation) => operation.once === true;

/** Zapier runs a step again after an error, but not after this one. */
const notAgain = (z, sentence) =>
  new z.errors.HaltedError(
    `${sentence} It is not known whether the work was done, and doing it twice could cost you. ` +
      `Look in ${api.name} before you run this step again.`,
  );

/** What to throw when there was no answer. */
const unanswered = (z, operation, problem) => {
  const sentence = `${api.name} did not answer (${(problem && problem.code) || (problem && problem.name) || 'no connection'}).`;
  if (mayDoubleWork(operation)) return notAgain(z, sentence);
  return new z.errors.Error(`${sentence} Try again later.`, 'NoAnswer', 503);
};

/** What to throw for an answer that is no success. */
const refuse = (z, operation, response) => {
  const { status } = response;
  const known = api.refusals[status];
  if (status === 401) {
    return new z.errors.ExpiredAuthError(
      'The API key is not accepted: it is wrong, has expired or was revoked. Make a new one ' +
        `${where()}, then reconnect the account in Zapier.${said(response)}`,
    );
  }
  if (status === 403) {
    return new z.errors.Error(`${forbidden(operation)}${said(response)}`, 'Forbidden', status);
  }
  if (status === 429) {
    const seconds = secondsToWait(response);
    return new z.errors.ThrottledError(
      `${api.limits} Nothing was done, and the next request is let through in ${seconds} seconds.`,
      seconds,
    );
  }
  if (status >= 500 || status < 400) {
    const sentence = `${api.name} answered with the status ${status}.`;
    if (mayDoubleWork(operation)) return notAgain(z, sentence);
    return new z.errors.Error(`${sentence} Try again later.`, 'Unavailable', status);
  }
  return new z.errors.Error(`${known || `The request was refused (${status}).`}${said(response)}`, 'Refused', status);
};

module.exports = { refuse, secondsToWait, unanswered };
