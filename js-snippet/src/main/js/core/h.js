/** The script tag; the second of two does nothing. */
import {begin} from './start.js';

// Nobody's while it runs as a module or through a loader's eval.
const script = document.currentScript || document.querySelector('script[data-th]');
navigator.th || begin(script.dataset, script);
