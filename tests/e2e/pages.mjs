// Every page of the product, for the tests that look at all of them.

/** Addresses with the words that must be there, for a project with this id. */
export const pages = (id) => [
  ['/', /plan/i],
  ['/guide', /service/i],
  ['/rules', /data/i],
  ['/rules/DATA001', /shared database/i],
  [`/p/${id}/discovery`, /what is it for/i],
  [`/p/${id}/proposal`, /decision/i],
  [`/p/${id}/studio`, /orders/i],
  [`/p/${id}/export`, /compose/i],
  [`/p/${id}/history`, /versions/i],
];

/** The starter whose project the tests look at. */
export const STARTER = 'e-commerce';
