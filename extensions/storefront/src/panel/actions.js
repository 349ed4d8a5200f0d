/** What the shop's own actions are called, by their words in the app. */
export const actions = {
  signUp: 'eJoin',
  birthday: 'eBirth',
  anniversary: 'eYear',
  newsletter: 'eNews',
  review: 'eReview',
  visit: 'eVisit',
  survey: 'eAsk',
};
