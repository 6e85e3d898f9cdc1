// §2 a vat that uses packages of every shape
import { name as byMain } from 'by-main';
import { name as byModule } from 'by-module';
import { name as byIndex } from 'by-index';
import { name as byString } from 'exports-string';
import { name as byDot } from 'exports-map';
import { name as bySub } from 'exports-map/sub';
import { name as byStar } from 'exports-map/features/one.js';
import { name as byCondition } from 'exports-conditions';
import { name as byScope } from '@scope/pack';
import { name as byFile } from '@scope/pack/extra.js';
import { name as nested } from './part/part.js';

const shut = specifier => import(specifier).then(() => 'open', () => 'shut');

console.log([byMain, byModule, byIndex, byString, byDot, bySub, byStar, byCondition, byScope, byFile, nested].join('\n'));
console.log(`not exported: ${await shut('exports-map/secret.js')}, absent: ${await shut('no-such-package')}`);
export const buildRootObject = () => Far('root', { bootstrap() {} });
