'use strict';

// What a Zap has filled in, in the form in which the API takes it.

const DAY = /^\d{4}-\d{2}-\d{2}/;
const MONTH = /^\d{4}-\d{2}/;

const isSet = (value) =>
  value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);

const refuse = (z, name, wanted) => {
  throw new z.errors.Error(`The field \`${name}\` can't be read: ${wanted}.`, 'InvalidData', 400);
};

const number = (z, value, name) => {
  const read = Number(value);
  return Number.isFinite(read) ? read : refuse(z, name, 'write a number');
};

const FORMS = {
  text: (z, value) => String(value).trim(),
  number,
  integer: (z, value, name) => {
    const read = number(z, value, name);
    return Number.isInteger(read) ? read : refuse(z, name, 'write a whole number');
  },
  boolean: (z, value, name) => {
    const word = String(value).trim().toLowerCase();
    if (['true', 'yes', '1'].includes(word)) return true;
    return ['false', 'no', '0'].includes(word) ? false : refuse(z, name, 'write true or false');
  },
  // Zapier hands over the moment at which a day begins, in the zone of the Zap: its first part is the day that was meant.
  day: (z, value, name) => {
    const found = DAY.exec(String(value).trim());
    return found ? found[0] : refuse(z, name, 'write a day such as 2026-12-31');
  },
  month: (z, value, name) => {
    const found = MONTH.exec(String(value).trim());
    return found ? found[0] : refuse(z, name, 'write a month such as 2026-12');
  },
};

/** One value in its form; of texts that are empty once trimmed nothing is left. */
const inForm = (z, value, { form, list }, name) => {
  if (!isSet(value)) return undefined;
  if (!list) {
    const formed = FORMS[form](z, value, name);
    return isSet(formed) ? formed : undefined;
  }
  const entries = Array.isArray(value) ? value : String(value).split(',');
  const formed = entries.map((entry) => FORMS[form](z, entry, name)).filter(isSet);
  return formed.length > 0 ? formed : undefined;
};

/** The day that is so many days from today, where the person is who made the Zap. */
const dayFromToday = (bundle, days) => {
  const moment = new Date(Date.now() + days * 24 * 60 * 60 * 1000);
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit' };
  const timeZone = (bundle.meta && bundle.meta.timezone) || 'UTC';
  try {
    return new Intl.DateTimeFormat('en-CA', { ...parts, timeZone }).format(moment);
  } catch {
    return moment.toISOString().slice(0, 10);
  }
};

/** Everything that is to be sent: what is always the same, and what was filled in. Nothing else. */
const collect = (z, bundle, operation, fixed = {}) => {
  const values = {};
  for (const [name, taken] of Object.entries(operation.takes)) {
    let value = fixed[name];
    if (isSet(value) && typeof value === 'object' && 'fromToday' in value) {
      value = dayFromToday(bundle, value.fromToday);
    } else if (!isSet(value)) {
      value = inForm(z, (bundle.inputData || {})[name], taken, name);
    }
    if (isSet(value)) values[name] = value;
    else if (taken.required) refuse(z, name, 'it is empty, and nothing can be done without it');
  }
  return values;
};

module.exports = { collect, dayFromToday, isSet };
