from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('handbook', '0003_write_and_read'),
        ('schedule', '0004_other_owners'),
        ('schools', '0004_years_close'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['due_date'], name='schedule_ev_due_dat_8b3161_idx'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['owner_role'], name='schedule_ev_owner_r_fac7f7_idx'),
        ),
    ]
