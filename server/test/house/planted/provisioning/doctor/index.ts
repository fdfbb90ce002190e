/** Stands for provisioning/doctor. */
export const doctor = 'doctor';
