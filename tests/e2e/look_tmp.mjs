import { launch, Visitor } from './browser.mjs';
const base='http://127.0.0.1:3955';
const b=await launch();
const v=await Visitor.arrive(b, base, {});
const id=await v.projectFrom('e-commerce');
for (const p of ['discovery','proposal','studio','export']) { await v.open(`/p/${id}/${p}`); await v.page.waitForTimeout(300);
 console.log(p, await v.page.evaluate(()=>{ const d=document.documentElement; window.scrollTo(0,5000); const y=scrollY; const out=[]; for (const e of document.querySelectorAll('body *')) { const r=e.getBoundingClientRect(); if (r.bottom+scrollY>innerHeight+50 && getComputedStyle(e).position==='absolute' && (e.offsetParent===document.body||e.offsetParent===null)) out.push(e.tagName+'.'+e.className+' '+Math.round(r.bottom+scrollY)); } return [d.scrollHeight, y, getComputedStyle(d).overflow, getComputedStyle(document.body).overflow, out.length, out.slice(0,3)]; })); }
await b.close();
