/** The script tag. */
import {begin} from './start.js';

const script = document.currentScript;
begin(script.dataset, script.src);
