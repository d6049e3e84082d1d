/** A TCF 2.x banner's purposes, made into the words of Consent Mode as Google's tags do it. */
import {safely} from '../core/page.js';

const choicesOf = ({gdprApplies, purpose, tcString}) => {
  const state = (...needed) =>
    gdprApplies === false || needed.every((number) => purpose.consents[number]) ? 'granted' : 'denied';
  return {tcf: tcString, ad_storage: state(1), ad_user_data: state(1, 7), ad_personalization: state(3, 4)};
};

/**
 * Answers a function that looks for the banner's API. It has to be called again and again: the API may come long after the
 * page, and a banner may put its own in the place of its stub and forget who had asked the stub.
 */
export const followTcf = (th) => {
  let heard;
  return () => {
    const api = window.__tcfapi;
    if (api && api != heard) {
      heard = api;
      const isAsked = safely(() => {
        api('addEventListener', 2, (data, ok) =>
          safely(() => {
            // It did not listen; the next look asks again.
            if (!ok) heard = 0;
            else if (data.eventStatus != 'cmpuishown') th('consent', choicesOf(data));
          }));
        return 1;
      });
      if (!isAsked) heard = 0;
    }
  };
};
