/** A TCF 2.x banner's purposes, made into the words of Consent Mode as Google's tags do it. */
import {on, safely} from '../core/page.js';

const choicesOf = ({gdprApplies, purpose, tcString}) => {
  const state = (...needed) =>
    gdprApplies === false || needed.every((number) => purpose.consents[number]) ? 'granted' : 'denied';
  return {tcf: tcString, ad_storage: state(1), ad_user_data: state(1, 7), ad_personalization: state(3, 4)};
};

/** The banner's own script may come after this one; by the time the page has loaded its API is there. */
export const followTcf = (th) => {
  let following;
  const start = () =>
    safely(() => {
      following = following || __tcfapi('addEventListener', 2, (data, ok) => {
        if (ok && data.eventStatus != 'cmpuishown') th('consent', choicesOf(data));
      }) || 1;
    });
  start();
  on('load', start);
};
