// Planted: reported by `nodemailer-lives-in-alerting` and by no other rule.
import nodemailer from 'nodemailer';
export const planted: unknown = nodemailer;
