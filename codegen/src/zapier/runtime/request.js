'use strict';

// One request to the API: where each value goes, and what becomes of the answer.

const api = require('./api');
const { refuse, unanswered } = require('./refusals');

/** Adds the credentials, to requests to the API alone. */
const addCredentials = (request, z, bundle) => {
  if (!request.url.startsWith(`${api.baseUrl}/`)) return request;
  const given = bundle.authData || {};
  const headers = { ...request.headers, Accept: 'application/json' };
  headers.Authorization = `Bearer ${String(given[api.key] || '').trim()}`;
  if (api.tenant) {
    const tenant = String(given[api.tenant.field] || '').trim() || api.tenant.default;
    if (tenant) headers[api.tenant.header] = tenant;
  }
  return { ...request, headers };
};

/** The address with the values that go into it, and the body. */
const place = (operation, values) => {
  let path = operation.path;
  const query = [];
  const fields = {};
  for (const [name, value] of Object.entries(values)) {
    const where = operation.takes[name].in;
    if (where === 'path') path = path.replace(`{${name}}`, encodeURIComponent(value));
    if (where === 'body') fields[name] = value;
    if (where === 'query') query.push(`${encodeURIComponent(name)}=${encodeURIComponent([value].flat().join(','))}`);
  }
  const hasBody = Object.values(operation.takes).some((taken) => taken.in === 'body');
  const body = operation.each ? { [operation.each]: [fields] } : fields;
  const search = query.length > 0 ? `?${query.join('&')}` : '';
  return { url: `${api.baseUrl}${path}${search}`, body: hasBody ? body : undefined };
};

/** Sends a request. What comes back is the answer's body, or what stands for a thing that is not there; all else is
 * thrown, in words that help. */
const call = async (z, bundle, operation, values, { absent } = {}) => {
  const { url, body } = place(operation, values);
  // Whatever comes back is put into words here: left to itself, Zapier would say little about a 429.
  const unjudged = { redirect: 'manual', skipThrowForStatus: true, throwForThrottlingEarly: false };
  const request = { method: operation.method, url, body, ...unjudged };
  let response;
  try {
    response = await z.request(request);
  } catch (problem) {
    throw unanswered(z, operation, problem);
  }
  if (response.status === 404 && absent !== undefined) return absent;
  if (response.status < 200 || response.status >= 300) throw refuse(z, operation, response);
  return response.data;
};

module.exports = { addCredentials, call };
